using Broker.Gateway.Configuration;

namespace Broker.Gateway.Tests.Configuration;

public class DescriptorLimitSpec
{
    private const string Head =
        "Limit                     Soft Limit           Hard Limit           Units     ";

    [Theory]
    [InlineData("Max open files            1024                 4096                 files     ", 1024)]
    [InlineData("Max open files            unlimited            unlimited            files     ", null)]
    [InlineData("Max pending signals       95000                95000                signals   ", null)]
    [InlineData("Max open files", null)]
    public void Is_the_soft_limit_of_open_files(string line, int? limit) =>
        Assert.Equal(limit, DescriptorLimit.Parse([Head, "Max cpu time   1   2   seconds", line]));
}
