namespace Broker.Kernel;

public class AskTimeoutException(string message) : AkkaException(message);
