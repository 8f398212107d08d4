using Microsoft.Extensions.Time.Testing;

namespace Broker.SpecKit;

/// <summary>The moment at which the clock of a spec starts.</summary>
public static class SpecTime
{
    public static DateTimeOffset Start { get; } = new(2030, 1, 2, 3, 4, 5, TimeSpan.Zero);

    /// <summary>A clock that stands still at <see cref="Start"/> until the spec advances it.</summary>
    public static FakeTimeProvider NewClock() => new(Start);
}
