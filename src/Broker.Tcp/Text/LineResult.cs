namespace Broker.Tcp.Text;

internal enum LineResult
{
    Complete,
    NeedMore,
    TooLong,
}
