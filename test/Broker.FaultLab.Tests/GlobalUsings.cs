global using Broker.FaultLab.Checking;
global using Broker.FaultLab.Histories;
