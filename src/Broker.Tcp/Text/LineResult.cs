namespace Broker.Tcp.Text;

internal enum LineResult
{
    Complete,
    NeedMore,
    TooLong,

    /// <summary>An HTTP request begins with it.</summary>
    Foreign,
}
