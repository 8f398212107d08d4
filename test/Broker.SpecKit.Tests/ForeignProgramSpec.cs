namespace Broker.SpecKit.Tests;

public sealed class ForeignProgramSpec : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void Uses_the_first_candidate_that_works()
    {
        var broken = _directory.Program("broken", "exit 1");
        var good = _directory.Program("good", "exit 0");
        var program = new ForeignProgram("tool", [_directory.PathOf("absent"), broken, good]);

        Assert.Null(program.Missing);
        Assert.Equal(good, program.File);
    }

    [Fact]
    public void Takes_a_pinned_copy_before_those_of_the_path()
    {
        var pinned = _directory.Program("pinned", "exit 0");

        Assert.Equal(pinned, new ForeignProgram("sh", [pinned, .. ForeignProgram.OnPath("sh")]).File);
    }

    [Fact]
    public void Passes_its_arguments_to_the_probe()
    {
        var file = _directory.Program("tool", """[ "$1 $2" = "--version now" ]""");

        Assert.Null(new ForeignProgram("tool", [file], "--version", "now").Missing);
        Assert.NotNull(new ForeignProgram("tool", [file], "--version").Missing);
    }

    [Fact]
    public void Skips_a_spec_with_the_error_text_of_a_program_that_cannot_start()
    {
        var file = _directory.Program("wscat", "echo \"Error: Cannot find module 'y'\" >&2; exit 1");
        var program = new ForeignProgram("wscat", [file]);

        var skip = Assert.Throws<SkipException>(() => program.File);
        Assert.Equal(
            $"wscat does not work. {file}: exit code 1: Error: Cannot find module 'y'", skip.Message);
        Assert.Equal(skip.Message, program.Missing);
    }

    [Fact]
    public void Skips_a_spec_when_it_is_not_installed()
    {
        var program = new ForeignProgram("tool", [_directory.PathOf("absent")]);

        Assert.Equal("tool is not installed.", Assert.Throws<SkipException>(() => program.File).Message);
    }

    [Fact]
    public void Names_all_that_a_spec_lacks()
    {
        var (one, two) = (new ForeignProgram("one", []), new ForeignProgram("two", []));
        var good = new ForeignProgram("good", [_directory.Program("good", "exit 0")]);
        ForeignProgram.Require(good);

        var skip = Assert.Throws<SkipException>(() => ForeignProgram.Require(one, good, two));
        Assert.Equal("one is not installed.\ntwo is not installed.", skip.Message);
    }

    [Fact]
    public void Is_probed_once()
    {
        var file = _directory.Program("tool", "echo started >> \"$0.starts\"; exit 1");
        var program = new ForeignProgram("tool", [file]);
        Parallel.For(0, 4, _ => Assert.NotNull(program.Missing));

        Assert.Single(File.ReadAllLines(file + ".starts"));
    }
}
