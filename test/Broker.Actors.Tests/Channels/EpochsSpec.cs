using Broker.Actors.Channels;

namespace Broker.Actors.Tests.Channels;

public class EpochsSpec
{
    private readonly Epochs _epochs = new();

    public EpochsSpec()
    {
        _epochs.Begin(0, "first");
        _epochs.Begin(3, "first");
        _epochs.Begin(5, "second");
        _epochs.Begin(9, "third");
    }

    [Theory]
    [InlineData(0, "first")]
    [InlineData(4, "first")]
    [InlineData(5, "second")]
    [InlineData(8, "second")]
    [InlineData(9, "third")]
    [InlineData(100, "third")]
    public void Knows_in_which_epoch_an_offset_was_given(long offset, string epoch)
    {
        Assert.Equal(epoch, _epochs.At(offset));
        Assert.Equal("third", _epochs.Last);
    }

    [Theory]
    [InlineData(3, "first")]
    [InlineData(5, "second")]
    [InlineData(7, "second")]
    [InlineData(20, "third")]
    public void Forgets_what_is_before_an_offset(long offset, string epoch)
    {
        _epochs.ForgetBefore(offset);

        Assert.Null(_epochs.At(offset - 1));
        Assert.Equal((epoch, "third"), (_epochs.At(offset), _epochs.Last));
    }

    [Fact]
    public void Begins_anew_after_a_break()
    {
        _epochs.Clear();
        _epochs.Begin(7, "other");

        Assert.Null(_epochs.At(6));
        Assert.Equal("other", _epochs.At(7));
    }
}
