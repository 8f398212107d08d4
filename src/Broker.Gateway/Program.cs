using Broker.Gateway.Hosting;
using Broker.Gateway.Startup;

return await Launcher.ForThisProcess().RunAsync(args, BrokerHost.ServeAsync);
