using Broker.Actors.Cluster;
using Broker.Actors.Cluster.Questions;
using Broker.Cluster;

namespace Broker.Gateway.Admin;

/// <summary>Starts the actors by which administrators reach all nodes.</summary>
internal static class AdminActors
{
    public static void Start(ActorSystem system, IServiceProvider provider, ClusterNode? cluster)
    {
        if (cluster is null) return;

        ClusterNode.Introduce(system, WireVersion.SharedFacts, StartQuestions(system, provider));
    }

    private static IActorRef StartQuestions(ActorSystem system, IServiceProvider provider) => system.ActorOf(
        QuestionsActor.PropsFor(
            provider.GetRequiredService<Members>(),
            question => provider.GetRequiredService<AllNodes>().AnswerAsync(question)),
        "questions");
}
