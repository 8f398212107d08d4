namespace Broker.Benchmarks.Kit;

/// <summary>How a message is published.</summary>
internal enum Way
{
    /// <summary><c>POST /publish</c>, one message a request.</summary>
    Publish,

    /// <summary><c>POST /publish/batch</c>, a thousand messages a request over all channels.</summary>
    Batch,

    /// <summary>Chat, 64 requests of a connection under way.</summary>
    Chat,

    /// <summary><c>POST /message</c>, one message a request; channels are users.</summary>
    Message,
}
