namespace Broker.Kernel;

/// <summary>Marks messages whose loss is normal: published as <see cref="SuppressedDeadLetter"/>.</summary>
public interface IDeadLetterSuppression;
