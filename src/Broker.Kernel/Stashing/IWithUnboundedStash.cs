namespace Broker.Kernel;

public interface IWithUnboundedStash : IWithStash;
