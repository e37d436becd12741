using CsCheck;
using Nca.Automaton;
using Nca.Engines;
using Nca.Engines.Torch;
using Nca.Randomness;
using Nca.Targets;
using Nca.Training;

namespace Nca.Tests.Training;

public sealed class TrainerTests
{
    private static readonly TrainingConfig Small = TrainingConfig.Distill with
    {
        Hidden = 16,
        PoolSize = 8,
        BatchSize = 3,
        Steps = 10,
        RolloutStart = 5,
        RolloutCap = 5,
        RolloutMinimum = 3,
        Seed = 7,
    };

    [Fact]
    public void Philox_gives_the_published_known_answers()
    {
        // Random123's known-answer file, philox4x32 with 10 rounds.
        Assert.Equal((0x6627e8d5u, 0xe169c58du, 0xbc57ac4cu, 0x9b00dbd8u), Philox.Words((0, 0, 0, 0), 0));
        Assert.Equal(
            (0x408f276du, 0x41c83b0eu, 0xa20bc7c6u, 0x6d5451fdu),
            Philox.Words((uint.MaxValue, uint.MaxValue, uint.MaxValue, uint.MaxValue), ulong.MaxValue)
        );
    }

    [Fact]
    public void Fire_masks_have_their_rate_and_depend_on_nothing_but_their_place()
    {
        var fires = new byte[64 * 64];
        new CounterFireMasks(3, 5, 0.3).Fill(1, 2, fires);
        Assert.InRange(fires.Count(value => value == 1) / 4096.0, 0.27, 0.33); // 0.3 ± 4 standard deviations of 0.0072
        var again = new byte[100];
        new CounterFireMasks(3, 5, 0.3).Fill(1, 2, again);
        Assert.Equal(fires[..100], again);
        new CounterFireMasks(3, 6, 0.3).Fill(1, 2, again);
        Assert.NotEqual(fires[..100], again);
        new CounterFireMasks(3, 5, 1).Fill(0, 0, fires);
        Assert.All(fires, value => Assert.Equal(1, value));
    }

    [Fact]
    public void Schedules_equal_the_listing()
    {
        var json = ReferenceData.Json("schedules");
        foreach (var steps in new[] { 8000, 4000, 300, 90, 20 })
        {
            var config = TrainingConfig.Listing with { Steps = steps };
            foreach (var entry in json.GetProperty($"{steps}").GetProperty("lr_from_iteration").EnumerateArray())
                Assert.Equal(entry[1].GetDouble(), config.LearningRateAt(entry[0].GetInt32()), 1e-15);
        }

        foreach (var entry in json.GetProperty("rollout").GetProperty("T_range_at").EnumerateObject())
            Assert.Equal(
                (entry.Value[0].GetInt32(), entry.Value[1].GetInt32()),
                TrainingConfig.Listing.RolloutRange(int.Parse(entry.Name))
            );
        Assert.Equal([0, 3200, 5600, 8000], WeightSnapshot.Moments.Select(percent => WeightSnapshot.DueAfter(percent, 8000)));
        Assert.Equal((64, 128), TrainingConfig.Document.RolloutRange(7999));
        Assert.Equal((64, 95), TrainingConfig.Distill.RolloutRange(0));
        Assert.Equal(2e-4, TrainingConfig.Distill.LearningRateAt(2000), 1e-15);
    }

    [Fact]
    public void Clipping_and_one_Adam_step_equal_PyTorch()
    {
        var gradient = ReferenceData.Weights("grad_listing", "_f32");
        var info = ReferenceData.Json("grad_info").GetProperty("listing_f32");
        Assert.Equal(
            info.GetProperty("clip_returned").GetDouble(),
            GradientNorm.Clip(gradient, info.GetProperty("clip_max_norm").GetDouble()),
            1e-7
        );
        Assert.True(
            ReferenceData.RelativeError(gradient.Values.Select(value => (double)value), ReferenceData.Flat("clip_listing", "_f32")) < 1e-6
        );
        var weights = ReferenceData.Weights();
        new Adam(weights.Values.Length).Step(weights.Values, gradient.Values, 1e-3);
        Assert.Equal(ReferenceData.Flat("adam1_listing", "_f32"), weights.Values.Select(value => (double)value), (a, b) =>
            Math.Abs(a - b) < 2e-8
        );
    }

    [Fact]
    public void Normalisation_gives_every_variable_the_norm_one()
    {
        var gradient = ReferenceData.Weights("grad_listing", "_f32");
        GradientNorm.NormaliseEach(gradient);
        foreach (var (_, start, length, _) in gradient.Variables)
            Assert.Equal(1, Math.Sqrt(gradient.Values.AsSpan(start, length).ToArray().Sum(value => (double)value * value)), 1e-5);
    }

    [Fact]
    public void Presets_are_valid_and_every_field_out_of_range_is_named()
    {
        Assert.All(TrainingPreset.All, preset => Assert.Same(preset.Config, preset.Config.Validated()));
        foreach (
            var (config, words) in new (TrainingConfig, string)[]
            {
                (Small with { FireRate = 0 }, "FireRate = 0 is not possible; allowed: above 0 up to 1"),
                (Small with { FireRate = double.NaN }, "FireRate = NaN"),
                (Small with { Channels = 3 }, "Channels = 3 is not possible; allowed: 4 to 256"),
                (Small with { BatchSize = 9 }, "BatchSize = 9 is not possible; allowed: 1 to 8 (PoolSize)"),
                (Small with { Damage = 3 }, "Damage = 3"),
                (Small with { SecondDecay = 0.1 }, "SecondDecay = 0.1"),
                (Small with { RolloutMinimum = 6 }, "RolloutMinimum = 6"),
                (Small with { LearningRate = -1 }, "LearningRate = -1"),
                (Small with { ReseedPolicy = (ReseedPolicy)9 }, "ReseedPolicy = 9"),
            }
        )
            Assert.Contains(words, Assert.Throws<InvalidConfigException>(() => config.Validated()).Message);
    }

    [Fact]
    public void A_batch_without_replacement_never_holds_an_entry_twice() =>
        Gen.Select(Gen.Int[1, 300], Gen.Long)
            .Sample(
                (size, seed) =>
                {
                    var pool = new SamplePool(size, InitialState.Plant(3, 3, 4));
                    var drawn = pool.Draw(new RandomSequence(seed, RandomPurpose.Sampling), Math.Max(1, size / 2), withReplacement: false);
                    Assert.Equal(drawn.Length, drawn.Distinct().Count());
                    Assert.All(drawn, entry => Assert.InRange(entry, 0, size - 1));
                }
            );

    [Fact]
    public void The_pool_hands_out_copies()
    {
        var pool = new SamplePool(2, InitialState.Plant(3, 3, 4));
        pool.Take(0).Values[0] = 9;
        Assert.Equal(0, pool.States[0].Values[0]);
        var state = new CellState(3, 3, 4);
        pool.Put(1, state);
        state.Values[0] = 9;
        Assert.Equal(0, pool.States[1].Values[0]);
    }

    [Fact]
    public void The_worst_of_the_batch_starts_from_the_seed_and_the_best_are_damaged()
    {
        var probe = new Probe();
        var trainer = new Trainer(
            Small with
            {
                Damage = 1,
                DamageRadiusMinimum = 1,
                DamageRadiusMaximum = 2,
                DamageSpread = 0,
            },
            Tiny(),
            probe
        );
        var target = trainer.Target.Rgba;
        for (var entry = 0; entry < 8; entry++)
        {
            // Entry by entry farther from the target.
            var state = new CellState(12, 12, 16);
            for (var cell = 0; cell < 144; cell++)
                for (var channel = 0; channel < 4; channel++)
                    state.Values[cell * 16 + channel] = target[cell * 4 + channel] + entry + 1;
            trainer.Pool.Put(entry, state);
        }

        trainer.Iterate();
        Assert.Equal(1, probe.First!.Count(state => state.Values.SequenceEqual(InitialState.Plant(12, 12, 16).Values)));
        Assert.Equal(1, probe.First!.Count(state => !state.Cell(6, 6).ContainsAnyExcept(0f)));
    }

    [Fact]
    public void Dead_and_broken_states_never_enter_the_pool_and_are_counted()
    {
        var trainer = new Trainer(
            Small,
            Tiny(),
            new Probe
            {
                Last = (sample, state) =>
                    Array.Fill(
                        state.Values,
                        sample == 0 ? 0
                            : sample == 1 ? float.NaN
                            : 1
                    ),
            }
        );
        var record = trainer.Iterate();
        Assert.Equal(2, record.ReplacedStates);
        Assert.All(trainer.Pool.States, state => Assert.True(state.IsFinite() && state.AliveCells() > 0));
        Assert.Contains(trainer.Pool.States, state => state.Values.All(value => value == 1));
    }

    [Fact]
    public void A_loss_that_is_not_finite_stops_with_its_iteration_and_keeps_the_weights()
    {
        var probe = new Probe();
        var trainer = new Trainer(Small, Tiny(), probe);
        trainer.Iterate();
        var before = (float[])trainer.Weights.Values.Clone();
        probe.Loss = double.NaN;
        Assert.Contains("iteration 1", Assert.Throws<DivergedException>(() => trainer.Iterate()).Message);
        Assert.Equal(before, trainer.Weights.Values);
        Assert.Single(trainer.Records);
    }

    [Fact]
    public void Cancelling_keeps_what_was_learned()
    {
        var trainer = new Trainer(Small, Tiny(), new Probe());
        using var cancellation = new CancellationTokenSource();
        var progress = new Direct(record =>
        {
            if (record.Iteration == 2)
                cancellation.Cancel();
        });
        Assert.Throws<OperationCanceledException>(() => trainer.Run(progress, cancellation.Token));
        Assert.Equal(3, trainer.Iteration);
        trainer.Run(cancellation: TestContext.Current.CancellationToken);
        Assert.Equal(10, trainer.Iteration);
        Assert.Equal([0, 40, 70, 100], trainer.Snapshots.Select(snapshot => snapshot.Percent));
    }

    [Trait("needs", "libtorch")]
    [Fact]
    public void A_hundred_iterations_leave_no_tensor_behind_and_lower_the_loss()
    {
        using var engine = new TorchRolloutEngine(TorchSharp.torch.CPU);
        var trainer = new Trainer(Small with { Steps = 100, LearningRate = 5e-3 }, Tiny(), engine);
        trainer.Iterate();
        GC.Collect();
        GC.WaitForPendingFinalizers();
        var before = TorchSharp.DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        trainer.Run(cancellation: TestContext.Current.CancellationToken);
        GC.Collect();
        GC.WaitForPendingFinalizers();
        Assert.Equal(before, TorchSharp.DisposeScopeManager.Statistics.ThreadTotalLiveCount);
        Assert.True(
            trainer.Records.Skip(90).Average(record => record.Loss) < 0.75 * trainer.Records[0].Loss,
            $"from {trainer.Records[0].Loss} to {trainer.Records[^1].Loss}"
        );
    }

    [Trait("needs", "libtorch")]
    [Fact]
    public void The_same_seed_gives_the_same_training()
    {
        using var engine = new TorchRolloutEngine(TorchSharp.torch.CPU);
        var (first, second) = (
            new Trainer(Small with { Steps = 5 }, Tiny(), engine),
            new Trainer(Small with { Steps = 5 }, Tiny(), engine)
        );
        first.Run(cancellation: TestContext.Current.CancellationToken);
        second.Run(cancellation: TestContext.Current.CancellationToken);
        Assert.Equal(first.Weights.Values, second.Weights.Values);
    }

    [Fact]
    public void The_overflow_penalty_has_the_slope_of_its_value()
    {
        var loss = new PatternLoss(new float[4], overflowPenalty: 2, overflowLimit: 1);
        var state = new CellState(1, 1, 5, [0, 0, 0, 3, -2]);
        var gradient = new float[5];

        // MSE 9 / 4, overflow (2 + 1) / 5 · 2.
        Assert.Equal(9 / 4.0 + 1.2, loss.Evaluate(state, gradient), 1e-6);
        Assert.Equal([0, 0, 0, 1.5f + 0.4f, -0.4f], gradient, (a, b) => MathF.Abs(a - b) < 1e-6f);
    }

    private static Target Tiny() => Target.Load("1f423", 12, 8);

    private sealed class Direct(Action<TrainingRecord> hear) : IProgress<TrainingRecord>
    {
        public void Report(TrainingRecord value) => hear(value);
    }

    /// <summary>An engine that only writes down what it is given.</summary>
    private sealed class Probe : StandInEngine
    {
        public CellState[]? First { get; private set; }

        public Action<int, CellState>? Last { get; init; }

        public double Loss { get; set; } = 1;

        protected override double[] Differentiate(IReadOnlyList<CellState> states, IReadOnlyList<int> steps, UpdateRuleWeights gradient)
        {
            First = [.. states.Select(state => state.Clone())];
            gradient.Values.AsSpan().Fill(1e-3f);
            for (var sample = 0; sample < states.Count; sample++)
                Last?.Invoke(sample, states[sample]);
            return [.. states.Select(_ => Loss)];
        }
    }
}
