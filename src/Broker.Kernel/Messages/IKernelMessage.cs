namespace Broker.Kernel;

/// <summary>
/// A message in the mailbox that the engine handles itself before, or in place of, the actor.
/// </summary>
internal interface IKernelMessage;
