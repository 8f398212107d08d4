global using Broker.EndToEnd.Tests.Clients;
global using Broker.EndToEnd.Tests.Server;
global using Broker.EndToEnd.Tests.Tools;
