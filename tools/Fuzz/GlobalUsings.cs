global using Broker.SpecKit;
