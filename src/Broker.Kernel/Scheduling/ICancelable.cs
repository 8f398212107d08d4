namespace Broker.Kernel;

/// <summary>
/// Calls off what was scheduled with it. A message that is in a mailbox already still arrives.
/// </summary>
public interface ICancelable
{
    bool IsCancellationRequested { get; }
    CancellationToken Token { get; }
    void Cancel();
    void CancelAfter(TimeSpan delay);
    void CancelAfter(int millisecondsDelay);
    void Cancel(bool throwOnFirstException);
}
