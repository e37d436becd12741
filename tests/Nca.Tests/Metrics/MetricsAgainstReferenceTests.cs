using System.Text.Json;
using Nca.Metrics;

namespace Nca.Tests.Metrics;

public sealed class MetricsAgainstReferenceTests
{
    [Fact]
    public void Similarity_map_of_a_grey_picture_equals_scikit_image()
    {
        var (a, b, expected) = (NpyArray.Read("img_gray_a"), NpyArray.Read("img_gray_b"), NpyArray.Read("ssim_map_gray_f64"));
        var map = StructuralSimilarity.Map(a.Floats, b.Floats, 17, 24, 0);
        for (var y = 3; y < 14; y++)
            for (var x = 3; x < 21; x++)
                Assert.Equal(expected.Values[y * 24 + x], map[y * 24 + x], 1e-9);
        Assert.True(double.IsNaN(map[0]));
    }

    [Theory]
    [InlineData("noise05")]
    [InlineData("noise30")]
    [InlineData("blur")]
    [InlineData("zeros")]
    [InlineData("ones")]
    [InlineData("target")]
    public void Similarity_and_noise_ratio_of_pictures_equal_scikit_image(string name)
    {
        var target = ReferenceData.TargetRgba("target_tensor_listing");
        var picture = name switch
        {
            "zeros" => new float[target.Length],
            "ones" => [.. target.Select(_ => 1f)],
            "target" => target,
            _ => NpyArray.Read($"img_{name}").Floats,
        };
        var expected = ReferenceData.Json("ssim_psnr").GetProperty(name);
        Assert.Equal(expected.GetProperty("ssim_f64").GetDouble(), StructuralSimilarity.Whole(picture, target, 64, 64), 1e-9);
        Assert.Equal(expected.GetProperty("mse_f64").GetDouble(), ImageError.MeanSquared(picture, target), 1e-12);
        if (name != "target")
            Assert.Equal(expected.GetProperty("psnr").GetDouble(), ImageError.PeakSignalToNoise(target, picture), 1e-6);
    }

    [Fact]
    public void Identical_pictures_have_similarity_one_and_infinite_noise_ratio()
    {
        var target = ReferenceData.TargetRgba("target_tensor_premult");
        Assert.Equal(1, StructuralSimilarity.Whole(target, target, 64, 64), 1e-12);
        Assert.Equal(double.PositiveInfinity, ImageError.PeakSignalToNoise(target, target));
    }

    [Theory]
    [InlineData("spec_in_rect", 20, 31, 3)]
    [InlineData("spec_in_gray_odd", 33, 33, 1)]
    public void Spectrum_equals_SciPy(string file, int height, int width, int planes)
    {
        var input = NpyArray.Read(file).Floats;
        var grey = new float[height * width];
        for (var pixel = 0; pixel < grey.Length; pixel++)
        {
            var sum = 0f;
            for (var plane = 0; plane < planes; plane++)
                sum += input[plane * grey.Length + pixel];
            grey[pixel] = sum / planes;
        }

        var expected = FindArray(ReferenceData.Json("spectrum"), file, Math.Min(height, width) / 2);
        var power = RadialPowerSpectrum.Of(grey, height, width);
        Assert.Equal(expected.Length, power.Length);
        for (var ring = 0; ring < power.Length; ring++)
            Assert.Equal(1, power[ring] / expected[ring], 1e-4); // The reference transforms in single precision.
    }

    [Fact]
    public void Components_equal_scikit_learn_up_to_sign()
    {
        var input = Matrix(NpyArray.Read("pca_in"));
        var standardised = PrincipalComponents.Standardised(input);
        var expected = NpyArray.Read("pca_standardised").Values;
        Assert.Equal(expected, standardised.Cast<double>(), (a, b) => Math.Abs(a - b) < 1e-12);
        var result = PrincipalComponents.Of(standardised);
        var (scores, info) = (NpyArray.Read("pca_scores").Values, ReferenceData.Json("pca"));
        for (var component = 0; component < 2; component++)
        {
            Assert.Equal(
                info.GetProperty("explained_variance_ratio")[component].GetDouble(),
                result.ExplainedVarianceRatio[component],
                1e-10
            );
            Assert.Equal(info.GetProperty("explained_variance")[component].GetDouble(), result.ExplainedVariance[component], 1e-9);
            var sign = Math.Sign(scores[component]) * Math.Sign(result.Scores[0, component]);
            for (var row = 0; row < 40; row++)
                Assert.Equal(scores[row * 2 + component], sign * result.Scores[row, component], 1e-9);
        }
    }

    // Both work in double precision on at most 30 numbers a row: their rounding stays below 1e-12, and the components lie far apart.
    [Trait("needs", "libtorch")]
    [Theory]
    [InlineData(30, 7)]
    [InlineData(5, 12)]
    [InlineData(40, 3)]
    public void Components_are_those_of_libtorchs_decomposition(int rows, int columns)
    {
        NativeLibraries.Require();
        var random = new Random(rows * 100 + columns);
        var input = new double[rows, columns];
        foreach (
            var (row, column) in Enumerable.Range(0, rows).SelectMany(row => Enumerable.Range(0, columns).Select(column => (row, column)))
        )
            input[row, column] = (column + 1) * random.NextDouble() + row * 0.1 * (column % 2);
        using var scope = TorchSharp.torch.NewDisposeScope();
        var matrix = TorchSharp.torch.tensor(input);
        var (_, singular, right) = TorchSharp.torch.linalg.svd(matrix - matrix.mean([0L], keepdim: true), fullMatrices: false);
        var result = PrincipalComponents.Of(input, 2);
        for (var component = 0; component < 2; component++)
        {
            var length = singular[component].item<double>();
            Assert.Equal(length * length / (rows - 1), result.ExplainedVariance[component], 1e-11 * length * length);
            var product = Enumerable.Range(0, columns).Sum(at => right[component, at].item<double>() * result.Components[component, at]);
            Assert.Equal(1, Math.Abs(product), 1e-10);
        }
    }

    [Fact]
    public void Columns_that_repeat_one_another_have_one_component()
    {
        var input = new double[6, 3];
        for (var row = 0; row < 6; row++)
            (input[row, 0], input[row, 1], input[row, 2]) = (row, row, 0);
        var result = PrincipalComponents.Of(input, 2);
        Assert.Equal(1, result.ExplainedVarianceRatio[0], 1e-12);
        Assert.Equal(0, result.ExplainedVarianceRatio[1], 1e-12);
        Assert.Equal(Math.Sqrt(0.5), result.Components[0, 0], 1e-12);
    }

    [Fact]
    public void A_dead_trajectory_is_an_error_and_not_a_picture()
    {
        Assert.Contains("dead", Assert.Throws<ArgumentException>(() => PrincipalComponents.Of(new double[10, 3])).Message);
        Assert.Contains(
            "diverged",
            Assert
                .Throws<ArgumentException>(() =>
                    PrincipalComponents.Standardised(
                        new[,]
                        {
                            { 1.0 },
                            { double.NaN },
                        }
                    )
                )
                .Message
        );
    }

    [Theory]
    [InlineData("kde_sample", "sample")]
    [InlineData("kde_weights_trainable", "weights_trainable")]
    public void Density_equals_seaborn(string files, string name)
    {
        var sample =
            name == "sample" ? NpyArray.Read("kde_sample").Values : ReferenceData.Weights().Values.Select(value => (double)value).ToArray();
        var density = GaussianKernelDensity.Of(sample);
        Assert.Equal(ReferenceData.Json("kde").GetProperty(name).GetProperty("bandwidth").GetDouble(), density.Bandwidth, 1e-7);
        var (grid, expected) = (NpyArray.Read($"{files}_grid").Values, NpyArray.Read($"{files}_density").Values);
        var highest = expected.Max();
        for (var point = 0; point < 200; point++)
        {
            Assert.Equal(grid[point], density.Grid[point], 1e-5);

            // The reference reads the sample in single precision.
            Assert.True(Math.Abs(expected[point] - density.Density[point]) < 1e-5 * highest);
        }
    }

    private static double[,] Matrix(NpyArray array)
    {
        var matrix = new double[array.Shape[0], array.Shape[1]];
        Buffer.BlockCopy(array.Values, 0, matrix, 0, array.Values.Length * sizeof(double));
        return matrix;
    }

    private static double[] FindArray(JsonElement json, string name, int length)
    {
        foreach (var property in json.EnumerateObject())
        {
            if (!property.Name.Contains(name.Replace("spec_in_", ""), StringComparison.Ordinal))
                continue;
            if (property.Value.ValueKind == JsonValueKind.Array && property.Value.GetArrayLength() == length)
                return [.. property.Value.EnumerateArray().Select(value => value.GetDouble())];
            if (property.Value.ValueKind == JsonValueKind.Object)
                foreach (var inner in property.Value.EnumerateObject())
                    if (inner.Value.ValueKind == JsonValueKind.Array && inner.Value.GetArrayLength() == length)
                        return [.. inner.Value.EnumerateArray().Select(value => value.GetDouble())];
        }

        throw new KeyNotFoundException(name);
    }
}
