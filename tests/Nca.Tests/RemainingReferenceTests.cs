using CsCheck;
using Nca.Automaton;
using Nca.Engines.Torch;
using Nca.Metrics;
using Nca.Targets;
using Nca.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Nca.Tests;

/// <summary>Reference files that belong to no larger test.</summary>
public sealed class RemainingReferenceTests
{
    [Trait("needs", "libtorch")]
    [Fact]
    public void Clamping_passes_the_gradient_on_both_ends_of_the_range()
    {
        using var scope = NewDisposeScope();
        var json = ReferenceData.Json("clamp_grad");
        var x = tensor(json.GetProperty("x").EnumerateArray().Select(value => value.GetSingle()).ToArray(), requires_grad: true);
        x.clamp(0, 1).sum().backward();
        Assert.Equal(json.GetProperty("grad").EnumerateArray().Select(value => value.GetSingle()), x.grad!.data<float>().ToArray());
    }

    [Trait("needs", "libtorch")]
    [Fact]
    public void The_listings_filters_lie_where_PyTorch_puts_them()
    {
        using var scope = NewDisposeScope();
        using var module = new NeuralCA(ReferenceData.Variants["listing"]);
        Assert.Equal(NpyArray.Read("perc_weight_listing").Floats, module.get_parameter("perception.weight")!.data<float>().ToArray());
    }

    [Fact]
    public void A_paste_with_its_own_mask_equals_Pillow()
    {
        var source = NpyArray.Read("pil_a_in_u8");
        var canvas = Target.FromPicture(new Picture(128, 128, source.Bytes), "synthetic", 64, 40, AlphaMode.Listing);
        Assert.Equal(NpyArray.Read("pil_a_pasted_u8").Bytes, canvas.Rgba.Select(value => (byte)MathF.Round(value * 255)));
        Assert.Equal(
            NpyArray.Read("target_canvas64_rgba_u8").Bytes,
            Target.Load("1f423", alphaMode: AlphaMode.Listing).Rgba.Select(value => (byte)MathF.Round(value * 255))
        );
    }

    [Trait("needs", "libtorch")]
    [Theory]
    [InlineData("listing")]
    [InlineData("correct")]
    public void Single_precision_stays_within_a_millionth_of_double(string variant)
    {
        using var engine = new TorchRolloutEngine(CPU);
        var states = ReferenceData.States("roll_state0");
        engine.Advance(ReferenceData.Variants[variant], ReferenceData.Weights(), states, 8, ReferenceData.RolloutMasks());
        var expected = NpyArray.Read($"roll_{variant}_t8_f64").Values;
        var actual = states.SelectMany(state => state.ToPlanes()).ToArray();

        // The reference names 3.2e-7 as the largest difference; 1e-6 leaves room for another order of sums.
        Assert.True(expected.Zip(actual).Max(pair => Math.Abs(pair.First - pair.Second)) < 1e-6);
    }

    [Trait("needs", "libtorch")]
    [Fact]
    public void The_state_after_the_mini_training_equals_PyTorch()
    {
        using var engine = new TorchRolloutEngine(CPU);
        var masks = NpyArray.Read("mini_masks");
        var perIteration = masks.Values.Length / masks.Shape[0];
        var (weights, gradient) = (ReferenceData.Weights(), new UpdateRuleWeights(16, 128));
        var adam = new Adam(weights.Values.Length);
        var states = ReferenceData.States("roll_state0");
        for (var iteration = 0; iteration < 6; iteration++)
        {
            var fire = new Nca.Engines.RecordedFireMasks(
                masks.Bytes[(iteration * perIteration)..((iteration + 1) * perIteration)],
                2,
                24 * 24
            );
            engine.Differentiate(
                ReferenceData.Variants["listing"],
                weights,
                states,
                [4, 4],
                fire,
                new PatternLoss(ReferenceData.TargetRgba("grad_target")),
                gradient
            );
            GradientNorm.Clip(gradient, 1);
            adam.Step(
                weights.Values,
                gradient.Values,
                iteration < 2 ? 1e-3
                    : iteration < 4 ? 3e-4
                    : 9e-5
            );
        }

        var expected = NpyArray.Read("mini_listing_state").Values;
        Assert.True(
            ReferenceData.RelativeError(states.SelectMany(state => state.ToPlanes()).Select(value => (double)value), expected) < 1e-5
        );
    }

    [Fact]
    public void Components_point_where_scikit_learns_do()
    {
        var array = NpyArray.Read("pca_standardised");
        var input = new double[array.Shape[0], array.Shape[1]];
        Buffer.BlockCopy(array.Values, 0, input, 0, array.Values.Length * sizeof(double));
        var (result, expected) = (PrincipalComponents.Of(input).Components, NpyArray.Read("pca_components").Values);
        for (var component = 0; component < 2; component++)
        {
            var product = Enumerable.Range(0, 12).Sum(feature => result[component, feature] * expected[component * 12 + feature]);
            Assert.Equal(1, Math.Abs(product), 1e-10);
        }
    }

    [Fact]
    public void The_density_with_frozen_filters_equals_the_listings()
    {
        double[] sample =
        [
            .. NpyArray.Read("perc_weight_listing").Values,
            .. ReferenceData.Weights().Values.Select(value => (double)value),
        ];
        Assert.Equal(8624, sample.Length);
        var density = GaussianKernelDensity.Of(sample);
        var expected = NpyArray.Read("kde_weights_with_sobel_density").Values;
        Assert.True(expected.Zip(density.Density).Max(pair => Math.Abs(pair.First - pair.Second)) < 1e-5 * expected.Max());
        Assert.Equal(NpyArray.Read("kde_weights_with_sobel_grid").Values[0], density.Grid[0], 1e-5);
    }

    [Fact]
    public void Any_config_is_either_valid_or_refused_by_a_field_that_it_has() =>
        Gen.Select(Gen.Double, Gen.Int[-5, 300], Gen.Int[-5, 5000], Gen.Double, Gen.Int[-2, 9])
            .Sample(
                (rate, channels, rollout, radius, damage) =>
                {
                    var config = TrainingConfig.Distill with
                    {
                        FireRate = rate,
                        Channels = channels,
                        RolloutCap = rollout,
                        DamageRadiusMaximum = radius,
                        Damage = damage,
                    };
                    try
                    {
                        config.Validated();
                        Assert.InRange(config.FireRate, double.Epsilon, 1);
                        Assert.InRange(config.Damage, 0, config.BatchSize - 1);
                        Assert.InRange(config.RolloutRange(0).Shortest, 1, config.RolloutRange(0).Longest);
                    }
                    catch (InvalidConfigException error)
                    {
                        Assert.NotNull(typeof(TrainingConfig).GetProperty(error.Message.Split(' ')[0]));
                        Assert.Contains("allowed:", error.Message);
                        Assert.DoesNotContain('\n', error.Message);
                    }
                }
            );

    [Fact]
    public void Saved_metrics_are_arrays_for_NumPy()
    {
        var path = Path.Combine(Directory.CreateTempSubdirectory().FullName, "m.npz");
        TrainingArchive.Save(
            path,
            [
                .. Enumerable
                    .Range(0, 3)
                    .Select(iteration => new TrainingRecord
                    {
                        Iteration = iteration,
                        Loss = 0.5 / (iteration + 1),
                        SampleLosses = [1],
                        GradientNorm = iteration,
                        AliveCells = [3, 4],
                        Rollouts = [1],
                        LearningRate = 1,
                        ChannelVariance = [],
                        LargestHidden = 0,
                        DeadSamples = 0,
                        ReplacedStates = 0,
                    }),
            ]
        );
        using var archive = System.IO.Compression.ZipFile.OpenRead(path);
        Assert.Equal(["alive_cells.npy", "grad_norm.npy", "loss.npy"], archive.Entries.Select(entry => entry.FullName).Order());
        using var loss = archive.GetEntry("loss.npy")!.Open();
        using var bytes = new MemoryStream();
        loss.CopyTo(bytes);
        var content = bytes.ToArray();
        var start = 10 + BitConverter.ToUInt16(content, 8);
        Assert.Equal(0, start % 64);
        Assert.Equal(0.25, BitConverter.ToDouble(content, start + 8));
        Assert.Equal(start + 24, content.Length);
    }
}
