namespace Broker.Tcp.Reading;

/// <summary>What, beside bytes, a reader can learn from the wire.</summary>
internal enum InputEnd
{
    None,

    /// <summary>The client has been silent for <c>hub.text-quiet-gap</c>.</summary>
    Gap,

    /// <summary>The client sends nothing more.</summary>
    Completed,
}
