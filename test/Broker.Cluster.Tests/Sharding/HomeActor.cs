using static Broker.Actors.Channels.ChannelProtocol;
using static Broker.Actors.Cluster.EntityProtocol;

namespace Broker.Cluster.Tests.Sharding;

/// <summary>
/// Stands in for a home. It answers each <see cref="ReadHistory"/> with the number of those it has had, and
/// with itself as the sender. A <see cref="Detach"/> makes it passivate, a <see cref="Have"/> makes it fail.
/// </summary>
internal sealed class HomeActor(IActorRef probe) : UntypedActor
{
    private bool _isPassivating;
    private int _asked;

    public static Props PropsFor(IActorRef probe) => Props.Create(() => new HomeActor(probe));

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case IHomeMessage when _isPassivating: Context.Parent.Forward(message); break;
            case ReadHistory m: m.Node.Tell(new Counted(m.ReaderId, ++_asked, 0, 0), Self); break;
            case Have: throw new InvalidOperationException("as the spec wants");
            case Detach:
                _isPassivating = true;
                Context.Parent.Tell(Passivate.Instance);
                probe.Tell("passivates", Self);
                break;
            case StopEntity: probe.Tell("stops", Self); Context.Stop(Self); break;
        }
    }
}
