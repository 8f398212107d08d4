namespace Broker.Kernel.TestKit;

/// <summary>For specs in which a tell without a sender shall have none, not the test actor.</summary>
public interface INoImplicitSender;
