namespace Broker.Gateway.WebSockets.Frames;

/// <summary>The close code of each violation.</summary>
internal static class FrameViolationCodes
{
    /// <summary>
    /// 1009 for limits, 1007 for bytes that are not what they claim to be, 1002 for all else. A message that
    /// does not inflate is 1007: RFC 7692 leaves the code open, and RFC 6455 §7.4.1 has it for data
    /// inconsistent with its type.
    /// </summary>
    public static CloseCode CloseCode(this FrameViolation violation) => violation switch
    {
        FrameViolation.None => Frames.CloseCode.None,
        FrameViolation.MessageTooBig or FrameViolation.TooManyFragments => Frames.CloseCode.MessageTooBig,
        FrameViolation.TextNotUtf8 or FrameViolation.CloseReasonNotUtf8 or FrameViolation.DeflateInvalid =>
            Frames.CloseCode.InvalidData,
        _ => Frames.CloseCode.ProtocolError,
    };
}
