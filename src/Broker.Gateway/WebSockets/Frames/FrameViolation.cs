namespace Broker.Gateway.WebSockets.Frames;

/// <summary>
/// Every way in which a peer's frames can be wrong; <see cref="FrameViolationCodes"/> has the close codes.
/// </summary>
internal enum FrameViolation : byte
{
    None,

    /// <summary>A client's frame without mask (RFC 6455 §5.1).</summary>
    Unmasked,

    /// <summary>
    /// RSV2 or RSV3, or RSV1 where permessage-deflate does not allow it (RFC 6455 §5.2, RFC 7692 §6).
    /// </summary>
    ReservedBits,

    /// <summary>Opcode 3 to 7 or 11 to 15 (RFC 6455 §5.2).</summary>
    ReservedOpcode,

    /// <summary>A control frame with more than 125 bytes (RFC 6455 §5.5).</summary>
    ControlTooLong,

    /// <summary>A control frame without FIN (RFC 6455 §5.5).</summary>
    ControlFragmented,

    /// <summary>A length in more bytes than it needs, or with its top bit set (RFC 6455 §5.2).</summary>
    LengthMalformed,

    /// <summary>A continuation of nothing (RFC 6455 §5.4).</summary>
    ContinuationWithoutStart,

    /// <summary>A new message before the last one ended (RFC 6455 §5.4).</summary>
    MessageInsideMessage,

    /// <summary>
    /// Over the message limit: as declared, as added up over fragments, or while inflating.
    /// </summary>
    MessageTooBig,

    /// <summary>Over the fragment limit: a message may not be made of a million empty frames.</summary>
    TooManyFragments,

    /// <summary>Text that is not UTF-8 (RFC 6455 §8.1).</summary>
    TextNotUtf8,

    /// <summary>A compressed message that does not inflate (RFC 7692 §7.2.2).</summary>
    DeflateInvalid,

    /// <summary>A close body of one byte, which is too short for a code (RFC 6455 §5.5.1).</summary>
    CloseBodyTooShort,

    /// <summary>A close code that may not be sent (RFC 6455 §7.4).</summary>
    CloseCodeInvalid,

    /// <summary>A close reason that is not UTF-8 (RFC 6455 §5.5.1).</summary>
    CloseReasonNotUtf8,
}
