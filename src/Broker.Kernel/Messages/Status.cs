namespace Broker.Kernel;

/// <summary>
/// Outcome of work that an actor did for another; a failure makes an <c>Ask</c> throw its cause.
/// </summary>
public abstract class Status
{
    public sealed class Success(object? status) : Status
    {
        public static readonly Success Instance = new(null);

        public readonly object? Status = status;

        public override string ToString() => Status is null ? "Success" : $"Success: {Status}";
    }

    public sealed class Failure(Exception cause, object? state) : Status
    {
        public readonly Exception Cause = cause;
        public readonly object? State = state;

        public Failure(Exception cause)
            : this(cause, null)
        {
        }

        public override string ToString() =>
            State is null ? $"Failure: {Cause}" : $"Failure[{State}]: {Cause}";
    }
}
