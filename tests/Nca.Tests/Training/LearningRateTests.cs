using Nca.Training;

namespace Nca.Tests.Training;

/// <summary>The warm-up and half a cosine, with numbers that one can work out by hand.</summary>
public sealed class LearningRateTests
{
    private static readonly TrainingConfig _cosine = new()
    {
        Steps = 110,
        LearningRate = 0.01,
        LearningRateShape = LearningRateShape.Cosine,
        WarmUp = 1 / 11.0,
        FinalLearningRate = 0.2,
    };

    // Ten iterations of warm-up, then a hundred from 1 down to 0.2: cos 0 = 1, cos π/3 = 1/2, cos π/2 = 0, cos 2π/3 = −1/2.
    [Theory]
    [InlineData(0, 0.001)]
    [InlineData(4, 0.005)]
    [InlineData(9, 0.01)]
    [InlineData(10, 0.01)]
    [InlineData(60, 0.006)]
    public void Rises_in_a_line_and_falls_along_half_a_cosine(int iteration, double rate) =>
        Assert.Equal(rate, _cosine.LearningRateAt(iteration), 1e-12);

    [Fact]
    public void Passes_three_quarters_of_the_fall_at_a_third_of_the_time() =>
        Assert.Equal(
            0.01 * (0.25 + 0.75 * 0.75),
            (_cosine with { Steps = 30, WarmUp = 0, FinalLearningRate = 0.25 }).LearningRateAt(10),
            1e-12
        );

    [Fact]
    public void Ends_near_its_final_share() => Assert.InRange(_cosine.LearningRateAt(109), 0.002, 0.0021);

    [Theory]
    [InlineData(1.0, 0.5, "WarmUp = 1 is not possible; allowed: 0 up to below 1.")]
    [InlineData(0.5, 1.5, "FinalLearningRate = 1.5 is not possible; allowed: 0 to 1.")]
    public void What_cannot_be_is_refused(double warmUp, double final, string message) =>
        Assert.Equal(
            message,
            Assert.Throws<InvalidConfigException>(() => (_cosine with { WarmUp = warmUp, FinalLearningRate = final }).Validated()).Message
        );
}
