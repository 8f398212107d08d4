using Broker.Actors.Delivery;
using Broker.Actors.Tests.Connections;
using FsCheck;
using FsCheck.Fluent;

namespace Broker.Actors.Tests.Channels;

public class SubscriberSetSpec : TestKit
{
    private static readonly LineEncoding[] Encodings = [new(), new(), new()];

    [Fact]
    public void Adding_moving_and_removing_in_any_order_leaves_every_subscriber_in_the_group_of_its_encoding()
    {
        var refs = Enumerable.Range(0, 6).Select(_ => CreateTestProbe().Ref).ToArray();
        var steps = Gen.Choose(0, refs.Length - 1).Two().ListOf().ToArbitrary();

        Prop.ForAll(steps, toggles =>
        {
            var (set, model) = (new SubscriberSet(), new Dictionary<IActorRef, LineEncoding>());
            return toggles.All(step => step.Item2 < 3
                ? Toggle(set, model, refs[step.Item1], Encodings[step.Item2])
                : Move(set, model, refs[step.Item1], Encodings[step.Item2 - 3]));
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Removing_who_is_not_there_answers_false() =>
        Assert.False(new SubscriberSet().Remove(TestActor));

    private static bool Toggle(
        SubscriberSet set,
        Dictionary<IActorRef, LineEncoding> model,
        IActorRef subscriber,
        LineEncoding encoding)
    {
        if (model.Remove(subscriber)) Assert.True(set.Remove(subscriber));
        else
        {
            model.Add(subscriber, encoding);
            set.Add(subscriber, new ScriptedTransport().Outbox, encoding);
        }
        return Shows(set, model);
    }

    private static bool Move(
        SubscriberSet set,
        Dictionary<IActorRef, LineEncoding> model,
        IActorRef subscriber,
        LineEncoding encoding)
    {
        if (!model.ContainsKey(subscriber)) return true;

        model[subscriber] = encoding;
        set.Move(subscriber, encoding);
        return Shows(set, model);
    }

    private static bool Shows(SubscriberSet set, Dictionary<IActorRef, LineEncoding> model)
    {
        var members = set.Groups.SelectMany(
            group => Enumerable.Range(0, group.Count).Select(i => (group[i].Ref, group.Encoding))).ToArray();
        return set.Count == model.Count
            && members.Length == model.Count
            && members.All(member => model.TryGetValue(member.Ref, out var e) && e == member.Encoding)
            && model.Keys.All(set.Contains)
            && set.Refs.ToHashSet().SetEquals(model.Keys)
            && set.Groups.Count == model.Values.Distinct().Count();
    }
}
