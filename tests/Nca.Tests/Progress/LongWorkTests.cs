using Nca.Analysis.Growth;
using Nca.Automaton;
using Nca.Engines;
using Nca.Engines.Fused;
using Nca.Progress;
using Nca.Targets;

namespace Nca.Tests.Progress;

/// <summary>Long work: told to whoever watches, and stopped by them.</summary>
public sealed class LongWorkTests : IDisposable
{
    private static readonly AutomatonConfig Automaton = new() { Hidden = 8 };
    private static readonly UpdateRuleWeights Weights = InitialWeights.DrawLively(Automaton, 1, bound: 0.2);
    private readonly FusedRolloutEngine _engine = new();

    [Fact]
    public void In_pieces_or_at_once_the_states_are_the_same()
    {
        var fire = new CounterFireMasks(3, 0, 0.5);
        CellState[] pieces = [Seed.Plant(16, 16, 16)],
            once = [Seed.Plant(16, 16, 16)];
        using (var work = LongWork.Begin("test", 75))
            work.Advance(_engine, Automaton, Weights, pieces, 75, fire, firstStep: 5);
        _engine.Advance(Automaton, Weights, once, 75, fire, firstStep: 5);
        Assert.Equal(once[0].Values, pieces[0].Values);
    }

    [Fact]
    public void Work_within_work_is_told_once_and_as_a_part_of_it()
    {
        using var watch = new Watch();
        using (LongWork.WatchedBy(watch))
        {
            EvaluationTrial.Compare(Automaton, Weights, Chick, _engine, new GrowthPlan { Steps = 40, Seeds = 2 });
            Growth.Observe(Automaton, Weights, Chick, _engine, new GrowthPlan { Steps = 30, Seeds = 2 });
        }

        Assert.Equal(2, watch.Ends);
        Assert.Equal(2, watch.Told.Select(progress => progress.What).Distinct().Count());
        Assert.Equal([120L, 30L], watch.Told.GroupBy(progress => progress.What).Select(work => work.Max(progress => progress.Done)));
        Assert.All(watch.Told, progress => Assert.InRange(progress.Done, 0, progress.Total));
    }

    [Fact]
    public void It_stops_where_it_is_and_the_next_work_is_whole()
    {
        using var watch = new Watch { StopAt = 60 };
        using (LongWork.WatchedBy(watch))
        {
            Assert.Throws<OperationCanceledException>(() =>
                Persistence.Errors(Automaton, Weights, Chick, _engine, seeds: 2, steps: 100_000, dice: 1)
            );
            Assert.InRange(watch.Told[^1].Done, 60, 100);
            Assert.Equal(1, watch.Ends);
            Assert.Throws<OperationCanceledException>(() =>
                Film.Of(_engine, Automaton, Weights, Seed.Plant(8, 8, 16), 1, new SynchronousUpdate())
            );
        }

        Assert.Equal(3, Film.Of(_engine, Automaton, Weights, Seed.Plant(8, 8, 16), 2, new SynchronousUpdate()).Count);
    }

    private static readonly Target Chick = Target.Load("1f423", 16, 12);

    public void Dispose() => _engine.Dispose();

    private sealed class Watch : ILongWorkWatch, IDisposable
    {
        private readonly CancellationTokenSource _stop = new();

        public List<LongWorkProgress> Told { get; } = [];

        public long StopAt { get; init; } = long.MaxValue;

        public int Ends { get; private set; }

        public CancellationToken Cancellation => _stop.Token;

        public void Report(LongWorkProgress progress)
        {
            Told.Add(progress);
            if (progress.Done >= StopAt)
                _stop.Cancel();
        }

        public void End() => Ends++;

        public void Dispose() => _stop.Dispose();
    }
}
