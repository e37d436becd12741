namespace Nca.Notebooks.Tests;

/// <summary>Time that passes when a test says so: whatever waits is due at once then, and nothing before.</summary>
internal sealed class TimeByHand : TimeProvider
{
    private readonly List<Waiting> _waiting = [];

    public void PassWhen(bool due)
    {
        if (due)
            foreach (var waiting in _waiting.ToArray())
                waiting.Due();
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var waiting = new Waiting(() => callback(state));
        _waiting.Add(waiting);
        return waiting;
    }

    private sealed class Waiting(Action due) : ITimer
    {
        public Action Due { get; } = due;

        public bool Change(TimeSpan dueTime, TimeSpan period) => true;

        public void Dispose() { }

        public ValueTask DisposeAsync() => default;
    }
}
