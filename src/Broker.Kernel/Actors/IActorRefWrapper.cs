namespace Broker.Kernel;

/// <summary>A ref that stands for another one, as a test probe stands for its test actor.</summary>
internal interface IActorRefWrapper
{
    IActorRef Wrapped { get; }
}
