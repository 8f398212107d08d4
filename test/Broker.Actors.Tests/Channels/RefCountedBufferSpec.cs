using Broker.Actors.Delivery;

namespace Broker.Actors.Tests.Channels;

public class RefCountedBufferSpec
{
    private readonly PoisoningPool _pool = new();

    [Fact]
    public void The_last_holder_gives_the_array_back()
    {
        var memory = RefCountedBuffer.Rent(5, _pool);
        memory.Retain();
        memory.Release();
        Assert.Equal(1, _pool.Rented);

        memory.Release();
        Assert.Equal(0, _pool.Rented);
    }

    [Fact]
    public void Is_exactly_as_long_as_asked_for_whatever_the_pool_gives()
    {
        var memory = RefCountedBuffer.Rent(5, _pool);

        Assert.Equal(5, memory.Memory.Length);
        Assert.True(memory.Array.Length > 5);
        memory.Memory.Span[0] = 7;
        Assert.Equal(7, memory.Array[0]);
    }

    [Fact]
    public void Nobody_may_hold_or_let_go_of_what_was_given_back()
    {
        var memory = RefCountedBuffer.Rent(5, _pool);
        memory.Release();

        Assert.Throws<InvalidOperationException>(memory.Release);
        Assert.Throws<InvalidOperationException>(memory.Retain);
    }

    [Fact]
    public void Is_given_back_once_however_many_threads_hold_it_and_let_go()
    {
        for (var round = 0; round < 100; round++)
        {
            var memory = RefCountedBuffer.Rent(5, _pool);
            Parallel.For(0, 8, _ =>
            {
                memory.Retain();
                memory.Release();
            });
            Assert.Equal(1, _pool.Rented);
            memory.Release();
            Assert.Equal(0, _pool.Rented);
        }
    }
}
