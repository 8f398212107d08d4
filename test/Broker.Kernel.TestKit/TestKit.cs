using Broker.Hocon;

namespace Broker.Kernel.TestKit;

/// <summary>Base of a spec class: a fresh system for every spec, ended after it.</summary>
public class TestKit : TestKitBase, IDisposable
{
    private bool _isDisposed;

    public TestKit()
        : this((ActorSystem?)null)
    {
    }

    public TestKit(ActorSystem? system)
        : base(system, Config.Empty, null, null)
    {
    }

    public TestKit(Config config, string? actorSystemName = null)
        : base(null, config, actorSystemName, null)
    {
    }

    public TestKit(string config)
        : this(ConfigurationFactory.ParseString(config))
    {
    }

    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Runs after the spec, before the system ends.</summary>
    protected virtual void AfterAll()
    {
    }

    protected virtual void Dispose(bool disposing)
    {
        if (_isDisposed) return;

        _isDisposed = true;
        try
        {
            AfterAll();
        }
        finally
        {
            Shutdown();
        }
    }
}
