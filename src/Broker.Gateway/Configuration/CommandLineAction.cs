namespace Broker.Gateway.Configuration;

/// <summary>What the command line asks the process to do.</summary>
internal enum CommandLineAction
{
    Serve,
    CheckConfig,
    Version,
    Help,
}
