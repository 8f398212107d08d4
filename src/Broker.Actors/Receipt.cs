namespace Broker.Actors;

/// <summary>
/// What is true of a publication when its answer is written (contracts §1, "Publish receipt").
/// </summary>
/// <param name="Offset">Its place in the channel, from 1; 0 when no channel exists to give it one.</param>
/// <param name="Epoch">Offsets are comparable within one epoch only; empty when no channel exists.</param>
/// <param name="Receivers">Subscribers whose outbox took it.</param>
/// <param name="Durability">What survives: see <see cref="Actors.Durability"/>.</param>
public sealed record Receipt(
    ChannelName Channel, long Offset, string Epoch, int Receivers, Durability Durability);
