return await Broker.Gateway.Hosting.BrokerHost.ServeAsync(Broker.Gateway.Startup.BrokerSettings.Temp());
