namespace Broker.Kernel;

/// <summary>The ref of something that is awaited. It has a path only if somebody asks for it.</summary>
internal abstract class PromiseRef(ActorSystem system) : KernelRef
{
    private ActorPath? _path;

    public override ActorPath Path =>
        _path ?? Interlocked.CompareExchange(ref _path, Owner.NextTempPath(), null) ?? _path;

    internal override ActorSystem Owner { get; } = system;

    internal override long Uid => 0;

    // By identity, so that being a key in a map needs no path.
    public override int GetHashCode() => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(this);
}
