namespace Broker.Kernel;

/// <summary>
/// A map keyed by refs that needs no object of its own for one entry, which is the usual number.
/// </summary>
internal struct RefMap
{
    private KernelRef? _key;
    private object? _value;
    private Dictionary<KernelRef, object?>? _rest;

    public readonly bool IsEmpty => _key is null && _rest is not { Count: > 0 };

    public readonly IReadOnlyList<KernelRef> Keys => this switch
    {
        { _key: null, _rest: null } => [],
        { _key: not null, _rest: null } => [_key],
        { _key: null, _rest: not null } => [.. _rest.Keys],
        _ => [_key, .. _rest.Keys],
    };

    public readonly bool Contains(KernelRef key) => TryGet(key, out _);

    public readonly bool TryGet(KernelRef key, out object? value)
    {
        value = _value;
        if (key.Equals(_key)) return true;

        value = null;
        return _rest is not null && _rest.TryGetValue(key, out value);
    }

    /// <summary>Adds or replaces.</summary>
    public void Set(KernelRef key, object? value)
    {
        if (_rest?.ContainsKey(key) == true) _rest[key] = value;
        else if (_key is null || key.Equals(_key)) (_key, _value) = (key, value);
        else (_rest ??= [])[key] = value;
    }

    /// <summary>False when the key is there already; its value stays.</summary>
    public bool TryAdd(KernelRef key, object? value)
    {
        if (key.Equals(_key)) return false;
        if (_rest is not null) return _rest.TryAdd(key, value);
        if (_key is null) (_key, _value) = (key, value);
        else _rest = new() { [key] = value };
        return true;
    }

    public bool Remove(KernelRef key, out object? value)
    {
        if (key.Equals(_key))
        {
            value = _value;
            (_key, _value) = (null, null);
            return true;
        }
        value = null;
        return _rest is not null && _rest.Remove(key, out value);
    }

    public void Clear() => (_key, _value, _rest) = (null, null, null);
}
