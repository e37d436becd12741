using Nca.Automaton;
using Nca.Engines.Fused;
using Nca.Runs;
using Nca.Targets;
using Nca.Training;

namespace Nca.Tests.Training;

/// <summary>Trainings that begin with a trained creature's weights.</summary>
public sealed class WarmStartTests : IDisposable
{
    private static readonly TrainingConfig _config = TrainingConfig.Distill with
    {
        Hidden = 8,
        PoolSize = 6,
        BatchSize = 4,
        Steps = 6,
        RolloutStart = 4,
        RolloutCap = 4,
        RolloutMinimum = 2,
    };

    private readonly string _folder = Directory.CreateTempSubdirectory("nca-").FullName;
    private readonly FusedRolloutEngine _engine = new(1);
    private readonly Target _chick = Target.Load("1f423", 12, 8),
        _lizard = Target.Load("1f98e", 14, 8);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public void Begins_with_the_other_runs_weights_on_another_picture_and_canvas()
    {
        var store = new RunStore(_folder);
        var chick = store.LoadOrTrain(_config, _chick, _engine, cancellation: Cancellation);
        var lizard = store.LoadOrTrain(_config with { StartFrom = chick.Identity }, _lizard, _engine, cancellation: Cancellation);
        Assert.Equal(chick.Weights.Values, lizard.Snapshots[0].Weights.Values);
        Assert.Equal(chick.Identity, lizard.Config.StartFrom);
        Assert.NotEqual(
            lizard.Identity,
            RunIdentity.Of(_config, _lizard, _engine.Arithmetic) // where it begins is part of what it is
        );
    }

    [Fact]
    public void Needs_no_more_of_the_other_run_once_it_has_begun()
    {
        var store = new RunStore(_folder);
        var chick = store.LoadOrTrain(_config, _chick, _engine, cancellation: Cancellation);
        var warm = _config with { StartFrom = chick.Identity };
        var first = store.LoadOrTrain(warm, _lizard, _engine, cancellation: Cancellation);
        Directory.Delete(chick.Folder, recursive: true);
        var again = store.LoadOrTrain(warm, _lizard, _engine, retrain: true, cancellation: Cancellation);
        Assert.Equal(first.Weights.Values, again.Weights.Values);
    }

    [Fact]
    public void Takes_three_eighths_of_the_iterations_with_full_rollouts_at_once()
    {
        var warm = (_config with { Steps = 4000, RolloutStart = 8, RolloutGrowth = 16, RolloutCap = 128, DamageFrom = 0.35 }).StartingFrom(
            new string('c', 64)
        );
        Assert.Equal((1500, 0.3, new string('c', 64)), (warm.Steps, warm.DamageFrom, warm.StartFrom));
        Assert.Equal((2, 128), warm.RolloutRange(0)); // from the shortest that the recipe names
    }

    [Fact]
    public void Is_refused_where_the_run_is_not_there()
    {
        var absent = new string('a', 64);
        var error = Assert.Throws<RunException>(() =>
            new RunStore(_folder).LoadOrTrain(_config with { StartFrom = absent }, _lizard, _engine, cancellation: Cancellation)
        );
        Assert.Equal(
            "The run aaaaaaaaaaaa… that this training begins with is not there; train it first, or set StartFrom to another.",
            error.Message
        );
        Assert.Empty(Directory.GetFileSystemEntries(_folder)); // nothing was begun
    }

    [Fact]
    public void Is_refused_where_channels_or_hidden_units_differ() =>
        Assert.Equal(
            "The run to begin with has 12 channels and 8 hidden units, this training 16 and 8: set Channels=12 and Hidden=8.",
            Assert
                .Throws<InvalidConfigException>(() =>
                    new Trainer(_config with { StartFrom = new string('b', 64) }, _chick, _engine, new UpdateRuleWeights(12, 8))
                )
                .Message
        );

    [Fact]
    public void Wants_the_weights_and_the_name_of_where_they_come_from()
    {
        Assert.Contains(
            "needs that run's weights",
            Assert
                .Throws<InvalidConfigException>(() => new Trainer(_config with { StartFrom = new string('b', 64) }, _chick, _engine))
                .Message
        );
        Assert.Contains(
            "need StartFrom",
            Assert.Throws<InvalidConfigException>(() => new Trainer(_config, _chick, _engine, new UpdateRuleWeights(16, 8))).Message
        );
        Assert.Contains(
            "StartFrom = chick is not possible",
            Assert.Throws<InvalidConfigException>(() => (_config with { StartFrom = "chick" }).Validated()).Message
        );
    }

    public void Dispose()
    {
        _engine.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}
