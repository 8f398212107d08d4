namespace Broker.EndToEnd.Tests.Clients;

/// <summary>The opcodes that RFC 6455 §5.2 assigns.</summary>
public enum Opcode
{
    Continuation = 0x0,
    Text = 0x1,
    Binary = 0x2,
    Close = 0x8,
    Ping = 0x9,
    Pong = 0xA,
}
