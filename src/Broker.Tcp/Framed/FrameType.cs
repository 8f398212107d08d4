namespace Broker.Tcp.Framed;

/// <summary>
/// What a frame is (docs/protocol.md §6.9). A client's are below 0x80, the server's above; 0x10 to 0x1F and
/// 0x90 to 0x9F are kept for joining and publishing to channels.
/// </summary>
internal enum FrameType : byte
{
    Identity = 0x01,
    List = 0x02,
    Echo = 0x03,
    Relay = 0x04,

    Hello = 0x80,
    IdentityDone = 0x81,
    ListDone = 0x82,
    EchoDone = 0x83,
    Receipt = 0x84,
    Delivery = 0x85,
    Error = 0x8E,
    Goodbye = 0x8F,
    Publication = 0x90,
}
