namespace Broker.Kernel;

/// <summary>
/// Root of everything the engine throws. The name is Akka.NET's, so that handlers read the same.
/// </summary>
public abstract class AkkaException : Exception
{
    protected AkkaException()
    {
    }

    protected AkkaException(string? message, Exception? cause = null)
        : base(message, cause)
    {
    }

    protected Exception? Cause => InnerException;
}
