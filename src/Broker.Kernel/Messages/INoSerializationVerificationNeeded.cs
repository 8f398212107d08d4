namespace Broker.Kernel;

/// <summary>
/// Marks messages that never leave the process. This engine serializes nothing; the mark is for others.
/// </summary>
public interface INoSerializationVerificationNeeded;
