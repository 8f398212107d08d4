namespace Broker.Kernel;

/// <summary>A supervisor's verdict on a failed child.</summary>
public enum Directive
{
    /// <summary>Go on with the next message; state is kept.</summary>
    Resume,

    /// <summary>Go on with the next message on a fresh instance.</summary>
    Restart,

    /// <summary>Fail oneself with the same cause.</summary>
    Escalate,

    Stop,
}
