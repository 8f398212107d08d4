namespace Broker.Tcp.Benchmarks;

/// <summary>
/// A server that copies what one client sends to several others, and how its clients speak.
/// </summary>
internal interface IPeer
{
    string Name { get; }

    int Port { get; }

    int ProcessId { get; }

    /// <summary>Introduces a client and leaves nothing unread.</summary>
    /// <returns>What others call it, where they have to.</returns>
    ulong Join(Wire wire, bool isReceiver);

    /// <summary>One message to all receivers.</summary>
    /// <param name="isFirst">The first of its connection may say more than the others.</param>
    byte[] Message(IReadOnlyCollection<ulong> receivers, byte[] body, bool isFirst);

    /// <summary>How many bytes reach each receiver for a message.</summary>
    int DeliveryBytes(ulong sender, int bodyBytes);
}
