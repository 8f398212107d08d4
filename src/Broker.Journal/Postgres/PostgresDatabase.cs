using System.Globalization;
using System.Net.Sockets;
using Broker.Actors.Journal;
using Npgsql;

namespace Broker.Journal.Postgres;

/// <summary>
/// The database that processes share: one pool of connections, and tables that are made or brought up to date
/// when it is opened.
/// </summary>
public sealed class PostgresDatabase : IAsyncDisposable
{
    // On each connection: more than there are statements.
    private const int StatementsPreparedMax = 20;

    private const int ConnectSecondsMax = 30;

    private PostgresDatabase(NpgsqlDataSource source) => Source = source;

    /// <summary>Gives connections, as many as the settings allow.</summary>
    public NpgsqlDataSource Source { get; }

    /// <summary>True where what is committed is on the disk, as the server says.</summary>
    internal bool SyncsToDisk { get; private init; }

    /// <summary>The last position when it was opened.</summary>
    public long Head { get; private init; }

    /// <summary>Where it is, without what is secret.</summary>
    public string Name
    {
        get
        {
            var text = new NpgsqlConnectionStringBuilder(Source.ConnectionString);
            return $"{text.Host}:{text.Port}/{text.Database}";
        }
    }

    /// <summary>
    /// Why a text is no connection string; null if it is one. The answer has nothing of a password in it.
    /// </summary>
    public static string? WhyMalformed(string connection)
    {
        ArgumentNullException.ThrowIfNull(connection);

        // Its messages name a key that they do not know, and all of a URL would be one.
        if (connection.Contains("://", StringComparison.Ordinal))
            return "it is a URL; it must be Host=...;Username=...;Password=...;Database=...";

        try
        {
            var builder = new NpgsqlConnectionStringBuilder(connection);
            return string.IsNullOrEmpty(builder.Host) ? "it names no Host" : null;
        }
        catch (Exception e) when (e is ArgumentException or FormatException or OverflowException)
        {
            return e.Message;
        }
    }

    /// <summary>Connects and migrates; it blocks for as long as that takes, so it is for a start.</summary>
    /// <exception cref="JournalException">There is no such database, or it is of a later version.</exception>
    public static PostgresDatabase Open(PostgresSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        if (WhyMalformed(settings.Connection) is { } reason)
            throw new JournalException($"The connection string is malformed: {reason}.");

        NpgsqlDataSource? source = null;
        try
        {
            source = SourceFor(settings);
            using var connection = source.OpenConnection();
            Migrations.Apply(connection);
            using var head = new NpgsqlCommand("SELECT position FROM broker.head", connection);
            return new PostgresDatabase(source)
            {
                SyncsToDisk = Shows(connection, "fsync") == "on",
                Head = (long)head.ExecuteScalar()!,
            };
        }
        catch (Exception e)
        {
            source?.Dispose();
            if (e is not (NpgsqlException or SocketException or ArgumentException)) throw;
            throw new JournalException(Describe(e), e);
        }
    }

    public ValueTask DisposeAsync() => Source.DisposeAsync();

    internal static string Shows(NpgsqlConnection connection, string setting)
    {
        using var command = new NpgsqlCommand("SELECT current_setting($1)", connection);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = setting });
        return (string)command.ExecuteScalar()!;
    }

    /// <summary>One line for the operator: the driver's own outer message often says nothing.</summary>
    internal static string Describe(Exception e) =>
        e is NpgsqlException { InnerException: { } inner } and not PostgresException
        && inner.Message != e.Message
            ? $"{e.Message} ({inner.Message})"
            : e.Message;

    private static NpgsqlDataSource SourceFor(PostgresSettings settings)
    {
        var connectSeconds = Math.Clamp((int)settings.AppendTimeout.TotalSeconds, 1, ConnectSecondsMax);
        var text = new NpgsqlConnectionStringBuilder(settings.Connection)
        {
            ApplicationName = "broker",
            Pooling = true,
            MinPoolSize = 0,
            MaxPoolSize = settings.PoolMax,
            Multiplexing = false,
            CommandTimeout = (int)Math.Ceiling(settings.ReadTimeout.TotalSeconds),
            Timeout = connectSeconds,
            MaxAutoPrepare = StatementsPreparedMax,
            KeepAlive = connectSeconds,
        };

        // Compiling a plan takes longer than any of these statements; and a process that vanishes in the
        // middle of one must not hold what others wait for.
        text.Options += string.Create(
            CultureInfo.InvariantCulture, $" -c statement_timeout={settings.ReadTimeout.TotalMilliseconds:0}")
            + " -c jit=off -c tcp_keepalives_idle=5 -c tcp_keepalives_interval=2 -c tcp_keepalives_count=3";

        var builder = new NpgsqlSlimDataSourceBuilder(text.ConnectionString);
        builder.EnableArrays();
        builder.EnableTransportSecurity();
        return builder.Build();
    }
}
