using Broker.Gateway.Configuration;
using Broker.Gateway.Operations;

namespace Broker.Gateway.Tests.Operations;

public class NodeFiguresSpec
{
    [SkippableFact]
    public void Counts_the_descriptors_that_are_open()
    {
        Skip.If(DescriptorLimit.Read() is null, "the system does not tell");
        using var directory = new TemporaryDirectory();
        var files = Enumerable.Range(0, 500)
            .Select(i => File.Create(Path.Combine(directory.Path, $"{i}"))).ToList();

        // Other specs beside this one open and close a few.
        var with = NodeFigures.DescriptorsOpen;
        foreach (var file in files) file.Dispose();
        Assert.InRange(with - NodeFigures.DescriptorsOpen, 300, 700);
    }
}
