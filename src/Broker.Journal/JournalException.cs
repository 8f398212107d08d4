namespace Broker.Journal;

/// <summary>The journal cannot be opened; the message says why and is for the operator.</summary>
public sealed class JournalException : Exception
{
    public JournalException()
    {
    }

    public JournalException(string message) : base(message)
    {
    }

    public JournalException(string message, Exception innerException) : base(message, innerException)
    {
    }
}
