namespace Broker.Kernel;

/// <summary>Where added configuration stands relative to what was added before.</summary>
public enum HoconAddMode
{
    /// <summary>Goes before: its values win.</summary>
    Prepend,

    /// <summary>A fallback for the rest.</summary>
    Append,

    /// <summary>Takes the place of everything before.</summary>
    Replace,
}
