namespace Broker.Tcp.Framed;

internal enum VarintResult
{
    Complete,
    NeedMore,

    /// <summary>Longer than it need be, or more than 64 bits.</summary>
    Malformed,
}
