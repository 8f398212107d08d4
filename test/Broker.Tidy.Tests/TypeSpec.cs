namespace Broker.Tidy.Tests;

public class TypeSpec
{
    [Fact]
    public void Types_have_names_that_say_something() =>
        Tidy.AssertNone(TypeChecks.EmptyNames(Repository.Code));

    [Fact]
    public void A_public_type_stands_in_the_file_of_its_name() =>
        Tidy.AssertNone(TypeChecks.MisplacedTypes(Repository.Code));

    [Theory]
    [InlineData("public sealed class ChannelManager(int a) { }", "ChannelManager")]
    [InlineData("internal static class StringUtils\n{\n}", "StringUtils")]
    [InlineData("namespace A;\n\npublic abstract class EncodingBase : B { }", "EncodingBase")]
    [InlineData("class A { private sealed record SendHelper(int A); }", "SendHelper")]
    [InlineData("public interface IChannelService;", "IChannelService")]
    [InlineData("[Some(\"x\")]\npublic readonly record struct ReadImpl { }", "ReadImpl")]
    public void A_name_that_says_nothing_is_found(string code, string name) =>
        Assert.EndsWith(name, Assert.Single(TypeChecks.EmptyNames([Sample(code)])), StringComparison.Ordinal);

    [Theory]
    [InlineData("public class Sample { public ServiceBase Base; } // class HelperBase")]
    [InlineData("public class Services { string a = \"class Helper { }\"; }")]
    [InlineData("public abstract class ActorBase { }")]
    public void Other_names_are_not(string code) => Assert.Empty(TypeChecks.EmptyNames([Sample(code)]));

    [Theory]
    [InlineData("namespace A;\n\npublic class Other { }", "Other")]
    [InlineData("public class Sample { public int A { get; } }\n\npublic enum Second { A }", "Second")]
    [InlineData("public class Sample;\npublic delegate int Second(int a);", "Second")]
    [InlineData("public record Sample(int A);\npublic readonly record struct Second(int A);", "Second")]
    public void A_public_type_in_another_file_is_found(string code, string name) =>
        Assert.EndsWith(
            name, Assert.Single(TypeChecks.MisplacedTypes([Sample(code)])), StringComparison.Ordinal);

    [Theory]
    [InlineData(
        "public static class Sample { public sealed record Subscribe(int A); public enum Reason { A } }")]
    [InlineData("public sealed class Sample<T>(int a) where T : class { internal interface IInner { } }")]
    [InlineData("internal sealed class Other { }\nfile sealed class Third { }")]
    public void Nested_and_internal_types_are_not(string code) =>
        Assert.Empty(TypeChecks.MisplacedTypes([Sample(code)]));

    private static SourceFile Sample(string text) => new("src/Sample.cs", text);
}
