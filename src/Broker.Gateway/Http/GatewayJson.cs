using System.Text.Json.Serialization;
using Broker.Gateway.Admin;
using Broker.Gateway.Auction;
using Broker.Gateway.Broadcast;
using Broker.Gateway.Operations;
using Broker.Gateway.Users;

namespace Broker.Gateway.Http;

/// <summary>
/// The JSON of the HTTP endpoints, generated at build time: no reflection, so it survives trimming.
/// </summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(AccountBody))]
[JsonSerializable(typeof(AuctionErrorBody))]
[JsonSerializable(typeof(BatchBody))]
[JsonSerializable(typeof(ClusterBody))]
[JsonSerializable(typeof(ErrorBody))]
[JsonSerializable(typeof(ReceiptBody))]
[JsonSerializable(typeof(HealthBody))]
[JsonSerializable(typeof(ReadyBody))]
[JsonSerializable(typeof(TokenBody))]
[JsonSerializable(typeof(StatusBody))]
[JsonSerializable(typeof(NodeBody))]
[JsonSerializable(typeof(NodeChangeBody))]
[JsonSerializable(typeof(Nothing))]
[JsonSerializable(typeof(StatsBody))]
internal sealed partial class GatewayJson : JsonSerializerContext;
