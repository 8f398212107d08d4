namespace Broker.Gateway.Configuration;

/// <summary>A part of the process that takes new settings while it runs.</summary>
internal interface IReloadable
{
    /// <summary>The keys and sections that it takes, such as <c>broker.rate</c>.</summary>
    IReadOnlyList<string> Keys { get; }

    /// <summary>Uses these from now on. They are valid as a whole.</summary>
    void Reload(BrokerSettings settings);
}
