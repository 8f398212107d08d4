using Broker.Gateway.Configuration;
using Broker.Gateway.Hosting;

return await Launcher.ForThisProcess().RunAsync(args, BrokerHost.ServeAsync);
