namespace Broker.Tidy.Tests;

public class BannedTextSpec
{
    public static TheoryData<string> Names => [.. BannedText.All.Select(banned => banned.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Banned_text_is_nowhere(string name) => Tidy.AssertNone(Banned(name).Find(Repository.Code));

    [Theory]
    [InlineData("region", "src/A.cs", "class A\n{\n    #region b\n")]
    [InlineData("conditional compilation", "src/Broker.Actors/A.cs", "#if AKKA")]
    [InlineData("conditional compilation", "test/A.Tests/ASpec.cs", "#if AKKA")]
    [InlineData("note to self", "src/A.cs", "// TODO: later")]
    [InlineData("note to self", "test/A.cs", "/* FIXME */")]
    [InlineData("unwritten code", "src/A.cs", "throw new NotImplementedException();")]
    [InlineData("banner", "src/A.cs", "    // ==== Commands ====")]
    [InlineData("banner", "src/A.cs", "////////")]
    [InlineData("banner", "src/A.cs", "/*****")]
    [InlineData("sleep", "test/A.cs", "Thread.Sleep(1);")]
    [InlineData("delay", "src/Broker.Actors/A.cs", "await Task.Delay(1);")]
    [InlineData("delay", "test/A.cs", "await Task.Delay(1);")]
    [InlineData("catch of everything", "src/A.cs", "try { } catch (Exception e) { }")]
    [InlineData("catch of everything", "src/A.cs", "try { } catch (Exception)\n{ }")]
    [InlineData("catch of everything", "src/A.cs", "try { } catch { }")]
    [InlineData("catch of everything", "src/A.cs", "try { }\ncatch\n{ }")]
    [InlineData("catch of everything", "src/A.cs", "try { } catch (Exception e) { throw new B(e); }")]
    [InlineData("lock in an actor", "src/ChannelActor.cs", "lock (_gate) { }")]
    [InlineData("clock", "src/Broker.Actors/A.cs", "var now = DateTimeOffset.UtcNow;")]
    [InlineData("clock", "src/Broker.Actors/A.cs", "var now = DateTime.Now;")]
    [InlineData("Akka's namespaces by hand", "src/Broker.Actors/A.cs", "using Akka.Actor;")]
    [InlineData("Akka's namespaces by hand", "test/A.Tests/A.cs", "global using Akka.TestKit;")]
    [InlineData("transport in the broker", "src/Broker.Actors/A.cs", "using System.Net.Sockets;")]
    [InlineData("gateway in a gateway", "src/Broker.Gateway/Chat/A.cs", "using Broker.Tcp;")]
    [InlineData("skipped spec", "test/A.cs", "[Fact(Skip = \"flaky\")]")]
    [InlineData("blocking wait", "src/A.cs", "var a = task.Result;")]
    [InlineData("blocking wait", "src/A.cs", "task.Wait();")]
    [InlineData("blocking wait", "src/A.cs", "task.GetAwaiter().GetResult();")]
    public void Banned_text_is_found(string name, string path, string text) =>
        Assert.Single(Banned(name).Find([new SourceFile(path, text)]));

    [Theory]
    [InlineData("note to self", "src/A.cs", "var a = \"TODO\";")]
    [InlineData("banner", "src/A.cs", "// A sentence -- and its reason.\n/// <summary>")]
    [InlineData("delay", "src/Broker.Gateway/A.cs", "await Task.Delay(1);")]
    [InlineData("catch of everything", "src/A.cs", "try { } catch (Exception e) when (e is IOException) { }")]
    [InlineData("catch of everything", "src/A.cs", "try { } catch (IOException) { }")]
    [InlineData("catch of everything", "src/A.cs", "try { } catch { Close(); throw; }")]
    [InlineData("catch of everything", "src/Broker.Tcp/HubConnection.cs", "try { } catch (Exception) { }")]
    [InlineData("Akka's namespaces by hand", "src/A.cs", "using Akka.Configuration;")]
    [InlineData("gateway in a gateway", "src/Broker.Gateway/Hosting/A.cs", "using Broker.Tcp;")]
    [InlineData("blocking wait", "src/A.cs", "// task.Result\nvar a = new B { Result = 1 };")]
    public void Other_text_is_not(string name, string path, string text) =>
        Assert.Empty(Banned(name).Find([new SourceFile(path, text)]));

    private static BannedText Banned(string name) => BannedText.All.Single(banned => banned.Name == name);
}
