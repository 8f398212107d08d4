namespace Broker.Hocon.Tests;

public class SyntaxErrorSpec
{
    [Theory]
    [InlineData("{ a = 1", "t:1:8: expected '}' but found the end of the text")]
    [InlineData("a = 1 }", "t:1:7: expected ',' or the end of the line but found '}'")]
    [InlineData("}", "t:1:1: expected a key but found '}'")]
    [InlineData("{ a = 1 } b", "t:1:11: expected the end of the text but found 'b'")]
    [InlineData("[1]", "t:1:1: expected an object but found '['")]
    [InlineData(
        "a = 1\nb",
        "t:2:2: expected '=', ':', '+=' or '{' after the key but found the end of the text")]
    [InlineData("a = 1,, b = 2", "t:1:7: expected a key but found ','")]
    [InlineData("{ , a = 1 }", "t:1:3: expected a key or '}' but found ','")]
    [InlineData("a = 1 b = 2", "t:1:9: expected ',' or the end of the line but found '='")]
    [InlineData("a =", "t:1:4: expected a value but found the end of the text")]
    [InlineData("a = ,", "t:1:5: expected a value but found ','")]
    [InlineData("a = ]", "t:1:5: expected a value but found ']'")]
    [InlineData("a = 1 ]", "t:1:7: expected ',' or the end of the line but found ']'")]
    [InlineData("a [1]", "t:1:3: expected '=', ':', '+=' or '{' after the key but found '['")]
    public void Says_what_an_object_still_needs(string text, string message) =>
        Assert.Equal(message, Hocon.Error(text));

    [Theory]
    [InlineData("a = [1", "t:1:7: expected ',', the end of the line or ']' but found the end of the text")]
    [InlineData("a = [1\n", "t:2:1: expected a value or ']' but found the end of the text")]
    [InlineData("a = [1,,2]", "t:1:8: expected a value or ']' but found ','")]
    [InlineData("a = [,1]", "t:1:6: expected a value or ']' but found ','")]
    [InlineData("a = [1,,]", "t:1:8: expected a value or ']' but found ','")]
    [InlineData("a = [1}", "t:1:7: expected ',', the end of the line or ']' but found '}'")]
    [InlineData("a = [b = 1]", "t:1:8: expected ',' or the end of the line but found '='")]
    [InlineData("a = [{b += 1}]", "t:1:7: '+=' cannot stand inside a list")]
    [InlineData("a = [{include \"x\"}]", "t:1:15: include cannot stand inside a list")]
    public void Says_what_a_list_still_needs(string text, string message) =>
        Assert.Equal(message, Hocon.Error(text));

    [Theory]
    [InlineData("a = \"x", "t:1:5: this string is not closed: expected '\"' before the end of the line")]
    [InlineData("a = \"x\nb\"", "t:1:5: this string is not closed: expected '\"' before the end of the line")]
    [InlineData("a = \"\"\"x\n\"\"", "t:1:5: this string is not closed: expected \"\"\"")]
    [InlineData("a = \"\\x\"", "t:1:6: expected an escape: one of \\\" \\\\ \\/ \\b \\f \\n \\r \\t \\uXXXX")]
    [InlineData("a = \"\\", "t:1:6: expected an escape: one of \\\" \\\\ \\/ \\b \\f \\n \\r \\t \\uXXXX")]
    [InlineData("a = \"\\u12g4\"", "t:1:6: expected four hexadecimal digits after \\u")]
    [InlineData("a = \"\\u12", "t:1:6: expected four hexadecimal digits after \\u")]
    [InlineData("a = \"x\ty\"", "t:1:7: a control character must be written \\u0009")]
    [InlineData("a = x@y", "t:1:6: '@' must stand inside quotes")]
    [InlineData("a = $b", "t:1:5: '$' must stand inside quotes")]
    [InlineData("a = 1+2", "t:1:6: '+' must stand inside quotes")]
    [InlineData("a = http://x", "t:1:9: expected ',' or the end of the line but found ':'")]
    public void Says_what_is_wrong_with_a_text(string text, string message) =>
        Assert.Equal(message, Hocon.Error(text));

    [Theory]
    [InlineData(
        "a..b = 1",
        "t:1:1: expected a key but found nothing; an empty element of a path is written \"\"")]
    [InlineData(
        ".a = 1",
        "t:1:1: expected a key but found nothing; an empty element of a path is written \"\"")]
    [InlineData(
        "a. = 1",
        "t:1:1: expected a key but found nothing; an empty element of a path is written \"\"")]
    [InlineData("= 1", "t:1:1: expected a key but found '='")]
    [InlineData("${a} = 1", "t:1:1: expected a key but found '${'")]
    [InlineData("a = ${}", "t:1:7: expected a key but found '}'")]
    [InlineData(
        "a = ${b",
        "t:1:8: expected '}' after the key of a substitution but found the end of the text")]
    [InlineData("a = ${b${c}}", "t:1:8: expected '}' after the key of a substitution but found '${'")]
    [InlineData(
        "a = ${b.}",
        "t:1:7: expected a key but found nothing; an empty element of a path is written \"\"")]
    [InlineData(
        "include = 1",
        "t:1:9: expected \"file\", file(\"file\") or required(\"file\") after include but found '='")]
    [InlineData(
        "include url(\"x\")",
        "t:1:13: expected \"file\", file(\"file\") or required(\"file\") after include but found 'url('")]
    [InlineData("include required(\"x\"", "t:1:21: expected the include to end but found ''")]
    [InlineData("include \"/x\" y", "t:1:13: expected the include to end but found 'y'")]
    [InlineData("include \"x\"", "t:1:9: 'x' is relative, and this text is not a file")]
    public void Says_what_is_wrong_with_a_key_or_an_include(string text, string message) =>
        Assert.Equal(message, Hocon.Error(text));

    [Fact]
    public void A_syntax_error_has_no_key()
    {
        static Config Read() => ConfigurationFactory.ParseString("a\n\n =", "t");

        var error = Assert.Throws<ConfigurationException>(Read);

        Assert.Equal(("t", 3, 3, null), (error.File, error.Line, error.Column, error.Key));
    }
}
