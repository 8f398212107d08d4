using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Broker.Actors.Telemetry;

namespace Broker.Actors.Tests.Telemetry;

/// <summary>What one instrument of one broker measures, in order.</summary>
internal sealed class Measurements : IDisposable
{
    private readonly MeterListener _listener = new();
    private readonly ConcurrentQueue<double> _values = [];

    public Measurements(string instrument, BrokerMetrics of)
    {
        _listener.InstrumentPublished = (published, listener) =>
        {
            // Other specs run beside this one, with meters of the same name.
            if (published.Name == instrument && of.Owns(published))
                listener.EnableMeasurementEvents(published);
        };
        _listener.SetMeasurementEventCallback<double>((_, value, _, _) => _values.Enqueue(value));
        _listener.SetMeasurementEventCallback<long>((_, value, _, _) => _values.Enqueue(value));
        _listener.Start();
    }

    public IReadOnlyCollection<double> Values => _values;

    /// <summary>Asks an observable instrument.</summary>
    public IReadOnlyCollection<double> Read()
    {
        _values.Clear();
        _listener.RecordObservableInstruments();
        return _values;
    }

    public void Dispose() => _listener.Dispose();
}
